-- An entry as it stands now, for one person. The first of ARGV: person, the most people of a reaction.

local person, people = ARGV[1], tonumber(ARGV[2])
local hides = base .. 'hidden:' .. person
local hidesSome, upTo = redis.call('EXISTS', hides) == 1, cleared(person)

local function isHidden(seq)
  return tonumber(seq) <= upTo or hidesSome and redis.call('SISMEMBER', hides, seq) == 1
end

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
  local about = redis.call('HMGET', base .. 'about:' .. seq, 'amended', 'edited', 'quote')
  local quote = about[3] and quoteOf(about[3])
  local text = quote and ',"quote":' .. quote or ''
  if not about[1] then return text end
  text = text .. ',"amended":' .. about[1]
  if about[2] then text = text .. ',"edited":' .. about[2] end
  local reactions = {}
  for i, emoji in ipairs(redis.call('ZRANGE', base .. 'emoji:' .. seq, 0, -1)) do
    local who = base .. 'who:' .. seq .. ':' .. emoji
    reactions[i] = '{"emoji":' .. emoji .. ',"count":' .. redis.call('ZCARD', who) .. ',"people":[' .. names(who) .. ']}'
  end
  if #reactions == 0 then return text end
  return text .. ',"reactions":[' .. table.concat(reactions, ',') .. ']'
end

local function look(seq)
  local entry = redis.call('HGET', log, seq)
  if not entry then return nil end
  if isHidden(seq) then return '{"seq":' .. seq .. ',"type":"hidden"}' end
  local kind, at, from, rest, content = parts(entry)
  local text = event(seq, at, from, rest, content)
  if kind == 'm' then text = text .. amendments(seq) end
  return text .. '}'
end
