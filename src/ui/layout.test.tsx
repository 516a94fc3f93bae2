import { describe, expect, it } from 'vitest'
import { ErrorSummary } from './alert.tsx'
import { Form } from './button.tsx'
import { CaptchaField } from './captcha.tsx'
import { flashOf } from './flash.ts'
import { ActivationKeyField, PasswordField, TextField } from './form.tsx'
import { type Chrome, renderPage } from './layout.tsx'
import { onOrigin, outsideUrl, PLATFORM } from './paths.ts'

const chrome: Chrome = {
  brand: { name: 'Gatehouse', accent: null },
  product: 'platform',
  siteLabel: 'US Platform 1',
  home: '/',
  sections: [],
  viewer: null,
  session: null,
  help: [],
  corner: null,
  footer: [],
}

describe('a page', () => {
  it('starts with a doctype and names itself, its site and its brand in the title', () => {
    const html = renderPage({ chrome, title: 'Sign in', children: <h1>Sign in</h1> })
    expect(html).toMatch(/^<!doctype html><html lang="en">/u)
    expect(html).toContain('<title>Sign in · US Platform 1 · Gatehouse</title>')
  })

  it('escapes whatever comes from outside, in text and in attributes', () => {
    const nasty = '"><script>alert(1)</script>'
    const html = renderPage({
      chrome: {
        ...chrome,
        viewer: { name: nasty, username: nasty, profile: '/account', signOut: '/sign-out' },
        siteLabel: nasty,
      },
      title: nasty,
      flash: flashOf('activated', { username: nasty }),
      children: <TextField name="username" label={nasty} value={nasty} hint={nasty} />,
    })
    expect(html).not.toContain('<script>')
    expect(html).not.toContain(nasty)
  })

  it('has no script and no style in it, since the policy forbids both', () => {
    const html = renderPage({
      chrome,
      title: 'Key',
      children: <PasswordField name="p" label="Password" autocomplete="new-password" />,
    })
    expect(html).not.toMatch(/<style|style="|<script(?![^>]*src=)| on\w+="/u)
  })

  it('loads the captcha and the key script only where it needs them', () => {
    const plain = renderPage({ chrome, title: 'Plain', children: <Form action="/x">x</Form> })
    const key = renderPage({
      chrome,
      title: 'Key',
      children: (
        <Form action="/x">
          <ActivationKeyField />
          <CaptchaField action="activate" />
        </Form>
      ),
    })
    expect(plain).not.toMatch(/altcha|activation-key/u)
    expect(key).toMatch(/captcha\.[\w-]+\.js.*activation-key\.[\w-]+\.js.*altcha\.[\w-]+\.js/u)
  })

  it('warns those who are signed in of their session’s end, hidden until its script opens it', () => {
    const paths = { left: '/session/left', use: '/api/v1/session', signOut: '/sign-out' }
    const session = { secondsLeft: 900, mayStay: true, signIn: '/sign-in?next=%2Fusers', ...paths }
    const html = renderPage({ chrome: { ...chrome, session }, title: 'Home', children: '' })
    expect(html).toContain('role="alertdialog" aria-labelledby="idle-heading" aria-describedby="idle-words"')
    expect(html).toContain('data-seconds-left="900" data-may-stay="" data-sign-in="/sign-in?next=%2Fusers"')
    expect(html).not.toMatch(/<dialog[^>]* open/u)
    expect(html).toMatch(/<script type="module" src="\/assets\/idle\.[\w-]+\.js">/u)
    expect(renderPage({ chrome, title: 'Home', children: '' })).not.toContain('idle')
  })

  it('offers Sign out as a form that posts, to those who are signed in', () => {
    const html = renderPage({
      chrome: { ...chrome, viewer: { name: 'Jane Doe', username: 'acme_jd1', profile: '/account', signOut: '/sign-out' } },
      title: 'Home',
      children: '',
    })
    expect(html).toContain(`<form method="post" action="${PLATFORM.signOut}"><button type="submit">Sign out</button></form>`)
  })
})

describe('a form that came back', () => {
  it('never contains the password', () => {
    const props = { name: 'p', label: 'Password', autocomplete: 'new-password', value: 'hunter2' } as const
    expect((<PasswordField {...props} />).toString()).not.toContain('hunter2')
  })

  it('says at each field and in the summary what is wrong, and links the two', () => {
    const fields = { password: { label: 'New password', minimum: 15 } }
    const html = (
      <>
        <ErrorSummary problems={{ password: 'password_too_short' }} fields={fields} />
        <PasswordField name="password" {...fields.password} problem="password_too_short" autocomplete="new-password" />
      </>
    ).toString()
    expect(html).toContain('<a href="#field-password">New password: Use at least 15 characters')
    expect(html).toContain('aria-invalid="true" aria-describedby="field-password-problem"')
    expect(html).toContain('id="field-password-problem"')
  })

  it('shows no summary where nothing is wrong', () => {
    expect((<ErrorSummary problems={{}} />).toString()).toBe('')
  })
})

describe('links', () => {
  it('escape what varies in them', () => {
    expect(PLATFORM.userAct('../x?', 'activate')).toBe('/users/..%2Fx%3F/activate')
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', '/relative', 'vbscript:x'])('out of the site are refused: %s', (url) => {
    expect(() => outsideUrl(url)).toThrow(TypeError)
  })

  it('may lead to another origin of ours', () => {
    expect(onOrigin('https://door.example', '/support/numbers')).toBe('https://door.example/support/numbers')
  })
})
