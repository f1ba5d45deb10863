-- Adds entries of one person to one log, in their order, and tells all nodes.
-- KEYS and the first of ARGV: see append.lua. ARGV: the most emoji of a message; then for each entry: type, id, the rest
-- of the event, content, target ('author id'; of a message, what it quotes), emoji as JSON or the persons it mentions,
-- and whether a reaction is put there ('1').

local emojis = ARGV[6]
local left = '{"kind":"recalled","by":' .. signature .. '}'
local role = roleOf(person)
local isClosed = not mayWrite(person)

local function say(id, rest, content, mentions, target)
  -- Where nobody has that right more than others, everybody has it.
  if role == 'member' and string.find(' ' .. mentions .. ' ', ' * ', 1, true) and redis.call('HEXISTS', meta, 'owner') == 1
  then
    return refused('notAllowed')
  end
  local quoted = target ~= '' and redis.call('HGET', ids, target)
  local quote = quoted and quoteOf(quoted)
  local seq, at = append('m', id, rest, content, nil, quote)
  if quote then redis.call('HSET', base .. 'about:' .. seq, 'quote', quoted) end
  local packed = struct.pack('>I4', seq)
  redis.call('APPEND', base .. 'said', packed)
  redis.call('APPEND', base .. 'said:' .. person, packed)
  for called in string.gmatch(mentions, '%S+') do
    if called == '*' then
      local before = redis.call('HMGET', meta, 'all', 'allBy')
      if before[1] and before[2] ~= person then redis.call('HSET', meta, 'allOther', before[1]) end
      redis.call('HSET', meta, 'all', seq, 'allBy', person)
    elseif called ~= person then
      redis.call('HSET', base .. 'called', called, seq)
    end
  end
  return { 'stored', seq, at, 0, 0, quote or nil }
end

local function edit(id, rest, content, target)
  local seq, at = append('e', id, rest .. ',"target":' .. target, content, target)
  local head, before = string.match(redis.call('HGET', log, target), '^([^\n]*\n[^\n]*\n[^\n]*)\n(.*)$')
  redis.call('HSET', log, target, head .. '\n' .. content)
  local about = base .. 'about:' .. target
  if redis.call('HEXISTS', about, 'edited') == 0 then redis.call('HSET', about, 'original', before) end
  redis.call('HSET', about, 'edited', at)
  redis.call('RPUSH', base .. 'edits:' .. target, seq)
  return { 'stored', seq, at, tonumber(target), 0 }
end

local function erase(seq)
  local entry = redis.call('HGET', log, seq)
  if not entry then return end
  redis.call('HSET', log, seq, string.match(entry, '^[^\n]*\n[^\n]*\n[^\n]*') .. '\n' .. left)
end

local function recall(id, rest, target, recalled)
  local seq, at = append('r', id, rest .. ',"target":' .. target, '', target)
  local written = { 'stored', seq, at, tonumber(target), 0 }
  if recalled then return written end
  redis.call('HSET', base .. 'about:' .. target, 'recalled', seq)
  redis.call('HDEL', base .. 'about:' .. target, 'original')
  redis.call('ZREM', base .. 'pins', target)
  erase(target)
  for _, number in ipairs(redis.call('LRANGE', base .. 'edits:' .. target, 0, -1)) do erase(number) end
  for _, emoji in ipairs(redis.call('ZRANGE', base .. 'emoji:' .. target, 0, -1)) do
    redis.call('DEL', base .. 'who:' .. target .. ':' .. emoji)
  end
  redis.call('DEL', base .. 'edits:' .. target, base .. 'emoji:' .. target)
  return written
end

local function react(id, rest, target, emoji, on)
  local list, who = base .. 'emoji:' .. target, base .. 'who:' .. target .. ':' .. emoji
  local before = redis.call('ZCARD', who)
  if before == 0 and on and redis.call('ZCARD', list) >= tonumber(emojis) then return refused('tooManyEmoji') end
  local was = redis.call('ZSCORE', who, person) and true or false
  local count = before
  if on and not was then count = before + 1 elseif was and not on then count = before - 1 end
  local details = ',"target":' .. target .. ',"emoji":' .. emoji .. ',"on":' .. tostring(on) .. ',"count":' .. count
  local seq, at = append('x', id, rest .. details, '', target)
  local written = { 'stored', seq, at, tonumber(target), count }
  if on == was then return written end
  if on then redis.call('ZADD', who, seq, person) else redis.call('ZREM', who, person) end
  if count == 0 then redis.call('ZREM', list, emoji) else redis.call('ZADD', list, 'NX', seq, emoji) end
  return written
end

local function write(kind, id, rest, content, target, extra, on)
  local before = earlier(id)
  if before then return before end
  if isClosed and (kind == 'send' or kind == 'edit') then return refused('notWriter') end
  if kind == 'send' then return say(id, rest, content, extra, target) end

  local seq = redis.call('HGET', ids, target)
  local entry = seq and redis.call('HGET', log, seq)
  if not entry or string.sub(entry, 1, 1) ~= 'm' then return refused('noMessage') end
  local recalled = redis.call('HEXISTS', base .. 'about:' .. seq, 'recalled') == 1
  local may = kind == 'react' or string.match(target, '^%S+') == person or (kind == 'recall' and role ~= 'member')
  if not may then return refused('notAuthor') end
  if kind == 'recall' then return recall(id, rest, seq, recalled) end
  if recalled then return refused('recalled') end
  if kind == 'edit' then return edit(id, rest, content, seq) end
  return react(id, rest, seq, extra, on == '1')
end

local all = {}
for i = 7, #ARGV, 7 do
  all[#all + 1] = write(unpack(ARGV, i, i + 6))
end
return all
