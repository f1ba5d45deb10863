-- A conversation as one person sees it, without the newest message or change, of which the place and the bytes are told.
-- KEYS: conversation. ARGV: person, among how many entries the newest is looked for. Gives nothing to who is no member.

local person = ARGV[1]
local cursor = redis.call('HGET', base .. 'read', person)
if not cursor then return false end
local read = tonumber(cursor)
local about = redis.call('HMGET', meta, 'kind', 'title', 'epoch', 'head', 'last', 'lastAt')
local upTo = cleared(person)
local last = tonumber(about[5] or 0)
if last <= upTo then last = 0 end
-- Where the person has hidden it, the newest one that is left among some.
local hides = base .. 'hidden:' .. person
if redis.call('SISMEMBER', hides, last) == 1 then
  local newest = last
  last = 0
  for seq = newest - 1, math.max(upTo + 1, newest - tonumber(ARGV[2]) + 1), -1 do
    local kind = string.sub(redis.call('HGET', log, seq) or '', 1, 1)
    if (kind == 'm' or kind == 'c') and redis.call('SISMEMBER', hides, seq) == 0 then
      last = seq
      break
    end
  end
end
local result = {
  about[1], about[2], epochOf(person), tonumber(about[4]), read, tonumber(redis.call('HGET', base .. 'delivered', person)),
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
  result[14] = 0
end
local more = redis.call('HMGET', meta, 'announcement', 'writers')
local mine = redis.call('HMGET', base .. 'own', settingOf(person, 'pinned'), settingOf(person, 'muted'),
  settingOf(person, 'hidden'), settingOf(person, 'marked'))
-- Hidden until there is another message.
local isHidden = mine[3] and tonumber(mine[3]) == messages()
result[15], result[16] = more[1] or '', more[2] or ''
result[17], result[18], result[19], result[20] =
  tonumber(mine[1] or 0), mine[2] and 1 or 0, isHidden and 1 or 0, mine[4] and 1 or 0
return result
