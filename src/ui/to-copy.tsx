import { buttonClass } from './button.tsx'

/** A text to be copied. A secret one is taken out of the page as it is left, so that Back brings none of it. */
export function ToCopy(of: { id: string; label: string; copies: string; isSecret?: boolean; children: string }) {
  return (
    <div class="field">
      <label for={of.id}>{of.label}</label>
      <div class="to-copy">
        <output id={of.id} class="verbatim" data-shown-once={of.isSecret ? '' : undefined}>
          {of.children}
        </output>
        <button type="button" class={buttonClass({ tone: 'quiet', small: true })} aria-label={of.copies} data-copy={of.id} hidden>
          Copy
        </button>
      </div>
    </div>
  )
}
