-- Pins a message, or takes that back, if this person may, and tells all nodes.
-- KEYS and the first of ARGV: see append.lua. ARGV: the id of the command, 'pinned' or 'unpinned', the target ('author
-- id'), the most pinned messages.
-- Gives 'stored', the place and the event; or what write.lua gives for what was not.

local id, change, target, most = unpack(ARGV, 6, 9)
local pins = base .. 'pins'

local function check(seq)
  if string.sub(seq and redis.call('HGET', log, seq) or '', 1, 1) ~= 'm' then return 'noMessage' end
  local isPinned = redis.call('ZSCORE', pins, seq)
  if change == 'unpinned' then return not isPinned and 'unchanged' end
  if redis.call('HEXISTS', base .. 'about:' .. seq, 'recalled') == 1 then return 'recalled' end
  if isPinned then return 'unchanged' end
  return redis.call('ZCARD', pins) >= tonumber(most) and 'tooManyPins'
end

local before = earlier(id)
if before then return before end
-- Where nobody has that right more than others, everybody has it.
if redis.call('HEXISTS', meta, 'owner') == 1 and roleOf(person) == 'member' then return refused('notAllowed') end
local message = redis.call('HGET', ids, target)
local why = check(message)
if why then return refused(why) end
local rest = '"type":"change","id":' .. cjson.encode(id) .. ',"change":"' .. change .. '","target":' .. message
  .. ',"members":' .. redis.call('HLEN', base .. 'read')
local seq, _, told = append('c', id, rest, '')
if change == 'pinned' then redis.call('ZADD', pins, seq, message) else redis.call('ZREM', pins, message) end
return { 'stored', seq, told }
