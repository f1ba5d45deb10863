-- Moves a cursor forward, and tells whom it concerns.
-- KEYS: conversation. ARGV: origin, conversation as JSON, person, 'read' or 'delivered', how far, the start of the
-- names of persons' channels.
-- Gives where the read cursor is, head, unread, mention, whether it moved, and of a direct conversation that moved the
-- other person and how far this one has come; nothing to who is no member.

local origin, conversation, person, which, wanted, channel = unpack(ARGV, 1, 6)
local cursor = redis.call('HGET', base .. 'read', person)
if not cursor then return false end
local read, delivered = tonumber(cursor), tonumber(redis.call('HGET', base .. 'delivered', person))
local head = tonumber(redis.call('HGET', meta, 'head'))
local target = math.min(tonumber(wanted), head)
local moved = target > (which == 'read' and read or delivered)
if moved and which == 'read' then read = target end
delivered = moved and math.max(delivered, target) or delivered

local result = { read, head, unread(person, read), mention(person, read), moved and 1 or 0 }
if not moved then return result end
redis.call('HSET', base .. 'read', person, read)
redis.call('HSET', base .. 'delivered', person, delivered)
if which == 'read' then
  tell(channel .. person, origin, 'f', '{"type":"read","conversation":' .. conversation .. ',"seq":' .. read
    .. ',"head":' .. head .. ',"unread":' .. result[3] .. ',"mention":' .. result[4] .. '}')
end
local other = peer(person)
if other then
  tell(channel .. other, origin, 'f', '{"type":"reached","conversation":' .. conversation
    .. ',"reached":{"delivered":' .. delivered .. ',"read":' .. read .. '}}')
  result[6], result[7], result[8] = other, delivered, read
end
return result
