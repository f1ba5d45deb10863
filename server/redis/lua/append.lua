-- Puts an entry at the end of the log, and tells it; for the scripts that write.
-- KEYS: conversation, the ids that the person has used. ARGV: origin, channel, conversation as JSON, person, person as
-- JSON with the name and the picture.

local origin, channel, conversation, person, from = unpack(ARGV, 1, 5)
-- A picture is told, and not kept with each entry: it is the last of the fields, and has no quotes in it.
local signature = string.gsub(from, ',"avatar":"[^"]*"}$', '}')
local used, ids = KEYS[2], base .. 'ids'

local function refused(why)
  return { 'refused', why }
end

-- Gives its place, its time, and the event. The quote is told with it.
local function append(letter, id, rest, content, target, quote)
  local seq = redis.call('HINCRBY', meta, 'head', 1)
  local time = redis.call('TIME')
  local at = time[1] .. string.format('%03d', math.floor(time[2] / 1000))
  local entry = letter .. at .. '\n' .. signature .. '\n' .. rest
  if content ~= '' then entry = entry .. '\n' .. content end
  redis.call('HSET', log, seq, entry)
  redis.call('HSET', ids, person .. ' ' .. id, seq)
  redis.call('HSET', used, id, ARGV[3])
  if letter == 'm' or letter == 'c' then redis.call('HSET', meta, 'last', seq, 'lastAt', at) end
  if target then redis.call('HSET', base .. 'about:' .. target, 'amended', seq) end
  local told = event(seq, at, from, rest, content) .. (quote and ',"quote":' .. quote or '') .. '}'
  tell(channel, origin, 'f', '{"type":"event","conversation":' .. conversation .. ',"event":' .. told .. '}')
  return seq, at, told
end

-- What an id of this person led to before: its place, or why it can't be used here; nothing if it is new.
local function earlier(id)
  local where = redis.call('HGET', used, id)
  local seq = where == ARGV[3] and redis.call('HGET', ids, person .. ' ' .. id)
  if seq then
    local _, at = parts(redis.call('HGET', log, seq) or 'm0\n\n')
    return { 'repeated', tonumber(seq), at }
  end
  -- Who has left since has a right to know what became of it, too; nobody else learns anything.
  if redis.call('HEXISTS', base .. 'read', person) == 0 then return refused('notMember') end
  return where and where ~= ARGV[3] and refused('idTaken') or nil
end
