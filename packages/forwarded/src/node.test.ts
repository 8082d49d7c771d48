import { parseNode } from './node.ts'

describe('parseNode', () => {
  test.each([
    ['192.0.2.1', { address: '192.0.2.1' }],
    ['192.0.2.1:8080', { address: '192.0.2.1', port: 8080 }],
    ['192.0.2.1:_x', { address: '192.0.2.1' }],
    ['192.0.2.1:0', { address: '192.0.2.1' }],
    ['192.0.2.1:65536', { address: '192.0.2.1' }],
    ['[2001:DB8::1]', { address: '2001:db8::1' }],
    ['[2001:db8::1]:443', { address: '2001:db8::1', port: 443 }],
    ['2001:db8::1', { address: '2001:db8::1' }],
    ['[::ffff:192.0.2.1]:1', { address: '192.0.2.1', port: 1 }],
    ['[192.0.2.1]', { address: '192.0.2.1' }],
    ['unknown', { address: '' }],
    ['_hidden', { address: '' }],
    ['', { address: '' }],
    ['localhost', { address: '' }],
    ['1.2.3', { address: '' }],
    ['192.0.2.1:', { address: '' }],
    ['192.0.2.1:80:80', { address: '' }],
    ['192.0.2.1\r\nx', { address: '' }],
    ['<script>', { address: '' }],
    ["' OR 1=1", { address: '' }],
  ])('%j', (text, node) => {
    expect(parseNode(text)).toEqual(node)
  })
})
