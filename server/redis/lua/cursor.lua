-- Moves a cursor forward, and tells whom it concerns. What is read isn't marked as unread any more.
-- KEYS: conversation. ARGV: origin, conversation as JSON, person, 'read' or 'delivered', how far, the start of the
-- names of persons' channels, the most members of a small group, the most messages whose authors are told, and the most
-- entries among which those are.
-- Gives where the read cursor is, head, unread, mention, whether it moved, in a small group the authors of what was read
-- now, and of a direct conversation that moved the other person and how far this one has come; nothing to who is no
-- member.

local origin, conversation, person, which, wanted, channel = unpack(ARGV, 1, 6)
local small, most, among = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])

-- The authors of the newest messages after one entry and up to another, who are still members.
local function authors(from, to)
  from = math.max(from, to - among)
  local list = base .. 'said'
  local last = redis.call('STRLEN', list) / 4 - after(list, to)
  local found, known = {}, { [person] = true }
  for i = last - 1, math.max(0, last - most), -1 do
    local seq = struct.unpack('>I4', redis.call('GETRANGE', list, i * 4, i * 4 + 3))
    if seq <= from then break end
    local other = cjson.decode(author(redis.call('HGET', log, seq) or '\n{"id":""}')).id
    if not known[other] and redis.call('HEXISTS', base .. 'read', other) == 1 then found[#found + 1] = other end
    known[other] = true
  end
  table.sort(found)
  return found
end

local cursor = redis.call('HGET', base .. 'read', person)
if not cursor then return false end
local read, delivered = tonumber(cursor), tonumber(redis.call('HGET', base .. 'delivered', person))
local head = tonumber(redis.call('HGET', meta, 'head'))
local target = math.min(tonumber(wanted), head)
local before = read
local moved = target > (which == 'read' and read or delivered)
local wasMarked = which == 'read' and redis.call('HDEL', base .. 'own', settingOf(person, 'marked')) == 1
if moved and which == 'read' then read = target end
delivered = moved and math.max(delivered, target) or delivered

local result = { read, head, unread(person, read), mention(person, read), (moved or wasMarked) and 1 or 0, {} }
if not moved and not wasMarked then return result end
redis.call('HSET', base .. 'read', person, read)
redis.call('HSET', base .. 'delivered', person, delivered)
if which == 'read' then
  tell(channel .. person, origin, 'f', '{"type":"read","conversation":' .. conversation .. ',"seq":' .. read
    .. ',"head":' .. head .. ',"unread":' .. result[3] .. ',"mention":' .. result[4] .. '}')
end
if not moved then return result end
local other = peer(person)
if not other and which == 'read' and redis.call('HLEN', base .. 'read') <= small then
  result[6] = authors(before, read)
  for _, each in ipairs(result[6]) do
    tell(channel .. each, origin, 'f', '{"type":"seen","conversation":' .. conversation .. ',"person":'
      .. cjson.encode(person) .. ',"seq":' .. read .. '}')
  end
end
if other then
  tell(channel .. other, origin, 'f', '{"type":"reached","conversation":' .. conversation
    .. ',"reached":{"delivered":' .. delivered .. ',"read":' .. read .. '}}')
  result[7], result[8], result[9] = other, delivered, read
end
return result
