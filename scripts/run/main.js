import { install } from './install.js'
import { tasks } from './tasks.js'

const [name = '', ...parameters] = process.argv.slice(2)

if (!Object.hasOwn(tasks, name)) {
  console.error(`gangway: unknown task '${name}', expected one of ${Object.keys(tasks).join(', ')}`)
  process.exitCode = 2
} else {
  process.exitCode = (await install()) || (await tasks[name](parameters))
}
