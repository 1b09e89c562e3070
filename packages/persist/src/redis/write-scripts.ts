import { RedisScript } from "./redis-script.ts";

// Whatever changes, in one place: KEYS and ARGV are named at the top of each script, in the order of `redis-store.ts`.

/** 1 and a write is stored, if the head has the expected token; else 0. */
export const writeScript: RedisScript = new RedisScript(`
local head, rows, sequences, snapshots, apps, partition, chunks = unpack(KEYS)
local isFirst, expected, name, channel = unpack(ARGV, 1, 4)
local token, status, index, sequence, body, alive = unpack(ARGV, 5, 10)
local checkpointChange, checkpoint, keepsAbort, oldSnapshot, oldChunks = unpack(ARGV, 11, 15)

local found = redis.call("HGET", head, "token")
if isFirst == "true" then
  if found then return 0 end
elseif found ~= expected then
  return 0
end

redis.call("HSET", head, "token", token, "status", status, "index", index, "sequenceId", sequence,
  "body", body, "aliveAtMs", alive)
if keepsAbort ~= "true" then redis.call("HDEL", head, "abort") end
local base = tonumber(redis.call("HGET", head, "base") or "0")
if oldSnapshot ~= "" and tonumber(oldSnapshot) > base then redis.call("ZREMRANGEBYSCORE", snapshots, oldSnapshot, oldSnapshot) end
if checkpointChange == "set" then redis.call("HSET", head, "checkpoint", checkpoint) end
if checkpointChange == "clear" then redis.call("HDEL", head, "checkpoint") end

if oldChunks ~= "" then redis.call("ZREMRANGEBYLEX", chunks, "[" .. oldChunks, "+") end
for at = 16, #ARGV, 4 do
  local rowIndex, rowSequence, row, snapshot = unpack(ARGV, at, at + 3)
  redis.call("RPUSH", rows, row)
  redis.call("HSET", sequences, rowSequence, rowIndex)
  if snapshot ~= "" then redis.call("ZADD", snapshots, rowIndex, snapshot) end
end

-- The order of writes, and not the time: clocks differ, and may go back.
local order = (tonumber(redis.call("ZREVRANGE", apps, 0, 0, "WITHSCORES")[2]) or 0) + 1
redis.call("ZADD", apps, order, name)
redis.call("ZADD", partition, order, name)
redis.call("PUBLISH", channel, "")
return 1
`);

/** The history begins with another row. */
export const trimScript: RedisScript = new RedisScript(`
local head, rows, sequences, snapshots, chunks = unpack(KEYS)
local index, snapshot, placeOffset = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])

local place = index - tonumber(redis.call("HGET", head, "base") or "0")
if place < 0 then return end
local first = redis.call("LINDEX", rows, place)
if not first then return end

local last = redis.call("HGETALL", sequences)
for at = 1, #last, 2 do
  if tonumber(last[at + 1]) < index then redis.call("HDEL", sequences, last[at]) end
end
redis.call("LTRIM", rows, place, -1)
redis.call("HSET", head, "base", index)
redis.call("ZREMRANGEBYSCORE", snapshots, "-inf", index)
redis.call("ZADD", snapshots, index, snapshot)
local sequence = tonumber(string.match(first, "^%S+"))
redis.call("ZREMRANGEBYLEX", chunks, "-", string.format("(%.0f ", sequence + placeOffset))
`);

/** The application is forgotten. */
export const deleteScript: RedisScript = new RedisScript(`
local apps, partition = KEYS[6], KEYS[7]
local name, channel = unpack(ARGV)
redis.call("DEL", unpack(KEYS, 1, 5))
redis.call("ZREM", apps, name)
redis.call("ZREM", partition, name)
redis.call("PUBLISH", channel, "")
`);

/** What `touch` has to answer; the sign of life is stored unless it is "lost". */
export const touchScript: RedisScript = new RedisScript(`
local head = KEYS[1]
local token, alive = unpack(ARGV)
local found = redis.call("HMGET", head, "token", "abort")
if found[1] ~= token then return "lost" end
redis.call("HSET", head, "aliveAtMs", alive)
return found[2] and "abort-requested" or "running"
`);

/** 1 and the request is stored, if somebody drives the application; else 0. */
export const abortScript: RedisScript = new RedisScript(`
local head = KEYS[1]
local channel = ARGV[1]
if redis.call("HGET", head, "status") ~= "running" then return 0 end
redis.call("HSET", head, "abort", "1")
redis.call("PUBLISH", channel, "")
return 1
`);

/** A batch of chunks is stored, in the place of what had its place; if there is such an application. */
export const appendScript: RedisScript = new RedisScript(`
local head, chunks = unpack(KEYS)
local place, batch, channel = unpack(ARGV)
if redis.call("EXISTS", head) == 0 then return end
redis.call("ZREMRANGEBYLEX", chunks, "[" .. place, "(" .. place .. "\\255")
redis.call("ZADD", chunks, 0, batch)
redis.call("PUBLISH", channel, "")
`);
