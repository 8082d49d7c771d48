// npm run docs: makes the site of the documents, and serves it with `serve`.
import { fileURLToPath } from 'node:url'
import { serve } from 'vitepress'
import { makeSite } from './site.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = fileURLToPath(new URL('../.site', import.meta.url))
const site = await makeSite(root, folder)
console.log(`The site is in ${site}`)
if (process.argv.includes('serve')) await serve({ root: `${folder}/pages`, port: 4173 })
