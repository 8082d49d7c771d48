// Checks of the repository that neither compiler, linter nor formatter makes; one file each in check/.
import { fileURLToPath } from 'node:url'
import { arrows } from './check/arrows.js'
import { casts } from './check/casts.js'
import { cycles } from './check/cycles.js'
import { folders } from './check/folders.js'
import { manifests } from './check/manifests.js'
import { readmes } from './check/readmes.js'
import { recipes } from './check/recipes.js'
import { reexports } from './check/reexports.js'
import { readWorkspace } from './check/workspace.js'

const workspace = readWorkspace(fileURLToPath(new URL('..', import.meta.url)))
const problems = [manifests, folders, arrows, cycles, reexports, casts, readmes, recipes].flatMap((check) => check(workspace))

for (const problem of problems) console.log(problem)
console.log(problems.length === 0 ? 'The repository is as it should be.' : `${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
