-- A conversation as one person sees it, without the newest message or change, of which the place and the bytes are told.
-- KEYS: conversation. ARGV: person. Gives nothing to who is no member.

local person = ARGV[1]
local cursor = redis.call('HGET', base .. 'read', person)
if not cursor then return false end
local read = tonumber(cursor)
local about = redis.call('HMGET', meta, 'kind', 'title', 'epoch', 'head', 'last', 'lastAt')
local last = tonumber(about[5] or 0)
local result = {
  about[1], about[2], about[3], tonumber(about[4]), read, tonumber(redis.call('HGET', base .. 'delivered', person)),
  unread(person, read), mention(person, read), last, tonumber(about[6] or 0), redis.call('HSTRLEN', log, last),
}
local other = peer(person)
if other then
  result[12] = other
  result[13] = tonumber(redis.call('HGET', base .. 'delivered', other))
  result[14] = tonumber(redis.call('HGET', base .. 'read', other))
else
  result[12] = roleOf(person)
  result[13] = redis.call('HLEN', base .. 'read')
end
return result
