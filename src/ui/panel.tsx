import type { PropsWithChildren } from 'hono/jsx'
import { buttonClass } from './button.tsx'
import { Icon } from './icons.tsx'

/** A button, and what it opens below itself, without script: a popover. `menu`: of links only. */
export function Panel({
  id,
  label,
  kind = 'panel',
  children,
}: PropsWithChildren<{ id: string; label: string; kind?: 'panel' | 'menu' }>) {
  return (
    <>
      <button type="button" class={buttonClass({ tone: 'quiet' })} popovertarget={id}>
        {label}
        <Icon name="chevron" />
      </button>
      <div id={id} class={kind === 'menu' ? 'panel menu' : 'panel'} popover="auto">
        {children}
      </div>
    </>
  )
}
