-- Hides messages and changes from a person, and tells that person's connections.
-- KEYS: conversation. ARGV: origin, conversation as JSON, person, that person's channel; then their places.
-- Gives the epoch that the log has for the person now, and those that there are; nothing to who is no member.

local origin, conversation, person, channel = unpack(ARGV, 1, 4)
if redis.call('HEXISTS', base .. 'read', person) == 0 then return false end
local hidden = {}
for i = 5, #ARGV do
  local kind = string.sub(redis.call('HGET', log, ARGV[i]) or '', 1, 1)
  if kind == 'm' or kind == 'c' then
    redis.call('SADD', base .. 'hidden:' .. person, ARGV[i])
    hidden[#hidden + 1] = ARGV[i]
  end
end
local epoch = epochOf(person)
if #hidden > 0 then
  tell(channel, origin, 'f',
    '{"type":"hidden","conversation":' .. conversation .. ',"seqs":[' .. table.concat(hidden, ',')
    .. '],"epoch":"' .. epoch .. '"}')
end
return { epoch, unpack(hidden) }
