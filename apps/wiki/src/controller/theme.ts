import { redirect } from '@gangway/gateway'
import type { WikiContext } from './wiki-context.ts'

const aYear = 31_536_000

/** POST /theme */
export async function chooseTheme(context: WikiContext): Promise<Response> {
  const fields = await context.form.read()
  const theme = fields.get('theme')
  const response = redirect(context.mount + pathFrom(fields.get('back')), 303)
  const cookie = theme === 'light' || theme === 'dark' ? `theme=${theme}; Max-Age=${aYear}` : 'theme=; Max-Age=0'
  response.headers.append('set-cookie', `${cookie}; Path=${context.mount || '/'}; SameSite=Lax; HttpOnly${context.tls ? '; Secure' : ''}`)
  return response
}

// Below the mount, and nowhere else: a second slash would begin the name of another host.
function pathFrom(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(back) ? back : '/'
}
