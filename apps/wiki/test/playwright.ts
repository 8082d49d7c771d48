import { chromium, type Browser } from 'playwright-core'
import { binary } from '../../../test/src/binary.ts'
import { isRoot } from '../../../test/src/unprivileged.ts'

/** Starts the installed Chromium for Playwright, which keeps the browsers of several visitors apart as contexts. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: binary('chromium'), chromiumSandbox: !isRoot, args: ['--disable-gpu', '--disable-quic'] })
}
