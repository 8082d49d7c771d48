const longest = 120

/** Whether each package's README is short, begins as all do, and has an example that a test runs. */
export function readmes({ documents, packages }) {
  const published = packages.filter(({ manifest }) => !manifest.private)
  const texts = new Map(documents.map(({ path, text }) => [path, text]))
  return [
    ...documents.filter(({ text }) => /\b(?:TODO|FIXME)\b/.test(text)).map(({ path }) => `${path}: TODO belongs into an issue`),
    ...published.flatMap((each) => problemsOf(each, texts.get(`${each.folder}/README.md`))),
  ]
}

function problemsOf({ folder, name, files }, text) {
  if (text === undefined) return [] // folders.js tells
  const expectations = [
    [text.startsWith(`# ${name}\n`), `begin with # ${name}`],
    [text.split('\n').length <= longest, `have at most ${longest} lines`],
    [text.includes(`npm install ${name}`), `say npm install ${name}`],
    [/^```(?:js|ts)\b/m.test(text), 'have an example in a js or ts block'],
    [/^## License\n/m.test(text), 'end with ## License'],
    [
      files.some(({ isTest, imports }) => isTest && imports.some(({ specifier }) => specifier.endsWith('/scripts/readme-example.js'))),
      'have its example run by a test, with scripts/readme-example.js',
    ],
  ]
  return expectations.filter(([holds]) => !holds).map(([, expectation]) => `${folder}/README.md: must ${expectation}`)
}
