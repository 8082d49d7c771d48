import { html } from '@gangway/gateway'

/** What a login page shows. */
export interface LoginPage {
  /** Where the form is sent, with POST: fields `name`, `password`, `remember` and `return-to`. */
  readonly action: string
  /** For the hidden field `return-to`. */
  readonly returnTo: string
  /** The name that was given before. */
  readonly name: string
  /** Why the form is shown again. */
  readonly problem: 'wrong' | 'locked' | null
  /** Seconds to wait, where it is locked. */
  readonly retryAfter: number
}

/** The page that is shown where there is no other. */
export function loginPage({ action, returnTo, name, problem, retryAfter }: LoginPage): Response {
  const message = {
    wrong: 'The name or the password is wrong.',
    locked: `Too many tries. Come again in ${Math.ceil(retryAfter / 60)} min.`,
  }
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>Sign in</title>
      <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 20rem; margin: 4rem auto; padding: 0 1rem }
        input:not([type='checkbox']) { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: 0.4rem; margin-bottom: 1rem }
        [role='alert'] { color: #b00020 }
        button { font: inherit; padding: 0.4rem 1rem }
      </style>
      <h1>Sign in</h1>
      ${problem ? html`<p role="alert">${message[problem]}</p>` : ''}
      <form method="post" action="${action}">
        <input type="hidden" name="return-to" value="${returnTo}" />
        <label>Name <input name="name" value="${name}" autocomplete="username" required autofocus /></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
        <p><label><input name="remember" type="checkbox" value="yes" /> Stay signed in</label></p>
        <button>Sign in</button>
      </form>
    </html>`
}
