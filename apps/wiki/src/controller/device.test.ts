import { deviceOf } from './device.ts'

test.each([
  [null, ''],
  ['curl/8.0', ''],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox on Linux'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605 Version/26.0 Mobile Safari/604.1', 'Safari on iPhone'],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0', 'Edge on Windows'],
  ['Something (Android 16)', 'A browser on Android'],
])('deviceOf(%j) is %j', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device)
})
