import { Notice } from './alert.tsx'
import { assetUrl } from './assets.ts'
import { SITE } from './paths.ts'

const WIDGET = JSON.stringify({ hideFooter: true, hideLogo: true, humanInteractionSignature: false, minDuration: 0 })

/**
 * Proof of work, solved in the background as the form gets focus; posts the field `altcha`. `action` binds it to one act.
 * The page must lie inside the form that it guards; the layout brings the scripts by itself.
 */
export function CaptchaField({ action, failed = false }: { action: string; failed?: boolean }) {
  return (
    <div class={failed ? 'captcha wrong' : 'captcha'} data-captcha data-worker={assetUrl('pbkdf2.js')}>
      <altcha-widget name="altcha" language="en" type="checkbox" challenge={SITE.captchaFor(action)} configuration={WIDGET} />
      <div hidden role="alert" data-captcha-trouble>
        <Notice tone="warn" heading="The check could not finish">
          <p>
            The connection may have dropped, or the browser may be too old.{' '}
            <button type="button" class="link" data-captcha-retry>
              Try the check again
            </button>
            , or reload the page. If it persists, use another browser or network, or turn to support.
          </p>
        </Notice>
      </div>
      <noscript>
        <Notice tone="warn" heading="This form needs JavaScript">
          <p>A short calculation keeps robots out. Allow JavaScript for this site and reload, or turn to support.</p>
        </Notice>
      </noscript>
    </div>
  )
}
