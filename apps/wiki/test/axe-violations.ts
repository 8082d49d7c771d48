import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds serious or critical in a page as it is shown: each rule with the elements that break it. */
export async function axeViolations(page: Page): Promise<string[]> {
  // DevTools evaluates what the page's own policy would not let in.
  await page.evaluate(axe.source)
  const { violations }: axe.AxeResults = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
