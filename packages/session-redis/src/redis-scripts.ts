// Each works on KEYS[1] alone, so that it runs on any node of a cluster. d: data, o: owner, x: expiry, v: version; an absent owner is ''.

/** ARGV: data, owner, expiry. */
export const createScript = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'd', ARGV[1], 'o', ARGV[2], 'x', ARGV[3], 'v', 1)
redis.call('PEXPIREAT', KEYS[1], ARGV[3])
return 1`

export const loadScript = `return redis.call('HMGET', KEYS[1], 'd', 'o', 'x', 'v')`

/** ARGV: data, owner, expiry, version. Returns the outcome and the owner until now. */
export const saveScript = `
local found = redis.call('HMGET', KEYS[1], 'v', 'o')
if not found[1] then return {'gone', ''} end
if found[1] ~= ARGV[4] then return {'conflict', ''} end
redis.call('HSET', KEYS[1], 'd', ARGV[1], 'o', ARGV[2], 'x', ARGV[3], 'v', found[1] + 1)
redis.call('PEXPIREAT', KEYS[1], ARGV[3])
return {'ok', found[2]}`

/** ARGV: expiry. Returns the owner, or false. */
export const touchScript = `
local owner = redis.call('HGET', KEYS[1], 'o')
if not owner then return false end
redis.call('HSET', KEYS[1], 'x', ARGV[1])
redis.call('PEXPIREAT', KEYS[1], ARGV[1])
return owner`

/** ARGV: version, or '' for any. Returns the outcome and the owner. */
export const removeScript = `
local found = redis.call('HMGET', KEYS[1], 'v', 'o')
if not found[1] then return {'gone', ''} end
if ARGV[1] ~= '' and found[1] ~= ARGV[1] then return {'conflict', ''} end
redis.call('DEL', KEYS[1])
return {'ok', found[2]}`

/** On a user's index, a sorted set of ids by expiry. ARGV: id, expiry. The index lives as long as the last of them. */
export const indexScript = `
local now = redis.call('TIME')
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now[1] * 1000 - 1000)
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', KEYS[1], last[2])
return 1`

/** ARGV: id. */
export const unindexScript = `return redis.call('ZREM', KEYS[1], ARGV[1])`

export const listScript = `return redis.call('ZRANGE', KEYS[1], 0, -1)`
