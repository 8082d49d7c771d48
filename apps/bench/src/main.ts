// npm run bench [name…]: side-by-side measurements.
import { auth } from './auth.ts'
import { cgi } from './cgi.ts'
import { compress } from './compress.ts'
import { pin } from './contender.ts'
import { fastcgi } from './fastcgi.ts'
import { form } from './form.ts'
import { http } from './http.ts'
import { login } from './login.ts'
import { Report } from './report.ts'
import { routing } from './router.ts'
import { session } from './session.ts'
import { tracebacks as traceback } from './traceback.ts'

const benches = new Map(Object.entries({ http, fastcgi, cgi, session, login, auth, compress, form, router: routing, traceback }))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !benches.has(name))
if (unknown.length > 0) {
  console.error(`bench: no bench is called ${unknown.join(', ')}; there are ${[...benches.keys()].join(', ')}`)
  process.exit(2)
}

pin(process.pid, 1)
for (const [name, bench] of benches) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const report = new Report()
  await bench(report)
  report.write(name)
}
