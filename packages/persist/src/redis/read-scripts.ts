import { RedisScript } from "./redis-script.ts";

// KEYS and ARGV are named at the top of each script, in the order of `redis-store.ts`.

/** The last snapshot up to a row, and the rows from there to it: the last one of a sequence id, or of all if that is "". */
export const rowsScript: RedisScript = new RedisScript(`
local head, rows, sequences, snapshots = unpack(KEYS)
local sequence = ARGV[1]
local last
if sequence == "" then last = redis.call("HGET", head, "index") else last = redis.call("HGET", sequences, sequence) end
if not last then return {} end
local found = redis.call("ZREVRANGEBYSCORE", snapshots, last, "-inf", "WITHSCORES", "LIMIT", 0, 1)
if not found[1] then return {} end
local base = tonumber(redis.call("HGET", head, "base") or "0")
return { found[1], redis.call("LRANGE", rows, tonumber(found[2]) - base, tonumber(last) - base) }
`);

/** The index of the first row of a range that there is, and the rows. */
export const rangeScript: RedisScript = new RedisScript(`
local head, rows = unpack(KEYS)
local base = tonumber(redis.call("HGET", head, "base") or "0")
local first, last = math.max(tonumber(ARGV[1]), base), tonumber(ARGV[2])
if last < first then return { first, {} } end
return { first, redis.call("LRANGE", rows, first - base, last - base) }
`);

/** The batches of chunks of a sequence id, beginning with the last one that begins no later than a chunk. */
export const chunksScript: RedisScript = new RedisScript(`
local chunks = KEYS[1]
local ofSequence, ofAttempt, from = unpack(ARGV)
local before = redis.call("ZREVRANGEBYLEX", chunks, "(" .. from .. "\\255", "[" .. ofAttempt, "LIMIT", 0, 1)
return redis.call("ZRANGEBYLEX", chunks, "[" .. (before[1] or from), "(" .. ofSequence .. "\\255")
`);

/** Some members of a sorted set from a score on, up or down, each followed by its score. */
export const pageScript: RedisScript = new RedisScript(`
local command, from, to, count = unpack(ARGV)
return redis.call(command, KEYS[1], from, to, "WITHSCORES", "LIMIT", 0, count)
`);

/** Of the heads that are KEYS, those that match: the place among KEYS and the fields of each. */
export const headsScript: RedisScript = new RedisScript(`
local status, aliveBefore, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local found = {}
for place, key in ipairs(KEYS) do
  local fields = redis.call("HMGET", key, unpack(ARGV, 4))
  local isWanted = fields[1] and (status == "" or status == fields[2])
  if isWanted and (not aliveBefore or tonumber(fields[3]) < aliveBefore) then
    table.insert(found, { place - 1, fields })
    if #found == limit then break end
  end
end
return found
`);
