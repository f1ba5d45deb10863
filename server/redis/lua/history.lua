-- A part of a log, its messages as they stand now.
-- KEYS: conversation. ARGV: person, 'before' or 'after', the point (0 after the end), the most entries, the most bytes,
-- the most people of a reaction.
-- Gives epoch, head and the events as JSON, going away from the point; nothing to who is no member.

local person, direction = ARGV[1], ARGV[2]
local point, most, bytes, people = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if redis.call('HEXISTS', base .. 'read', person) == 0 then return false end

-- The one who asks comes first, then the others in their order.
local function names(who)
  local found = {}
  local function add(seq)
    local entry = redis.call('HGET', log, seq)
    if entry and #found < people then found[#found + 1] = author(entry) end
  end
  local own = redis.call('ZSCORE', who, person)
  if own then add(own) end
  local first = redis.call('ZRANGE', who, 0, people, 'WITHSCORES')
  for i = 1, #first, 2 do
    if first[i] ~= person then add(first[i + 1]) end
  end
  return table.concat(found, ',')
end

local function amendments(seq)
  local about = redis.call('HMGET', base .. 'about:' .. seq, 'amended', 'edited')
  if not about[1] then return '' end
  local text = ',"amended":' .. about[1]
  if about[2] then text = text .. ',"edited":' .. about[2] end
  local reactions = {}
  for i, emoji in ipairs(redis.call('ZRANGE', base .. 'emoji:' .. seq, 0, -1)) do
    local who = base .. 'who:' .. seq .. ':' .. emoji
    reactions[i] = '{"emoji":' .. emoji .. ',"count":' .. redis.call('ZCARD', who) .. ',"people":[' .. names(who) .. ']}'
  end
  if #reactions == 0 then return text end
  return text .. ',"reactions":[' .. table.concat(reactions, ',') .. ']'
end

local function read(seq)
  local entry = redis.call('HGET', log, seq)
  if not entry then return nil end
  local kind, at, from, rest, content = parts(entry)
  local text = event(seq, at, from, rest, content)
  if kind == 'm' then text = text .. amendments(seq) end
  return text .. '}'
end

local log_now = redis.call('HMGET', meta, 'epoch', 'head', 'first')
local head, first = tonumber(log_now[2]), tonumber(log_now[3] or 1)
local from, to, step = math.max(point + 1, first), head, 1
if direction == 'before' then
  from, to, step = point == 0 and head or math.min(point - 1, head), first, -1
end
local found, total = { log_now[1], head }, 0
for seq = from, to, step do
  if #found - 2 >= most or total >= bytes then break end
  local text = read(seq)
  if text then
    found[#found + 1] = text
    total = total + #text
  end
end
return found
