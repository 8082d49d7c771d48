// The root scripts' entry: written so that an old Node can read it and say what it lacks.
const version = process.versions.node

if (Number(version.split('.')[0]) < 20) {
  console.error('gangway: Node 20 or newer is needed to start the scripts, this is ' + version + '; see https://nodejs.org')
  process.exitCode = 1
} else {
  void import('./run/main.js')
}
