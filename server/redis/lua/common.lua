-- What several scripts need; it is put before each of them. KEYS[1] is the start of a conversation's keys: the others
-- are made of it, and lie in its slot.

local base = KEYS[1]
local meta, log = base .. 'meta', base .. 'log'

-- The parts of an entry: see keys.ts.
local function parts(entry)
  return string.match(entry, '^(%l)(%d+)\n([^\n]*)\n([^\n]*)\n?(.*)$')
end

local function author(entry)
  return string.match(entry, '^[^\n]*\n([^\n]*)')
end

local function event(seq, at, from, rest, content)
  local text = '{"seq":' .. seq .. ',"from":' .. from .. ',"at":' .. at .. ',' .. rest
  if content and content ~= '' then text = text .. ',"content":' .. content end
  return text
end

-- Told to all nodes: who did it, as that node holds it back until its own client has its answer; and what it is.
local function tell(channel, origin, kind, text)
  redis.call('PUBLISH', channel, origin .. ' ' .. kind .. '\n' .. text)
end

-- How many of the entries that a packed list has come after this one.
local function after(list, seq)
  local count = redis.call('STRLEN', list) / 4
  local low, high = 0, count
  while low < high do
    local middle = math.floor((low + high) / 2)
    local item = struct.unpack('>I4', redis.call('GETRANGE', list, middle * 4, middle * 4 + 3))
    if item <= seq then low = middle + 1 else high = middle end
  end
  return count - low
end

-- Up to where a person has cleared the conversation.
local function cleared(person)
  return tonumber(redis.call('HGET', base .. 'cleared', person) or 0)
end

-- Another one after each time that the person hid or cleared something, as what was known before shows too much.
local function epochOf(person)
  local epoch, hides, upTo = redis.call('HGET', meta, 'epoch'), redis.call('SCARD', base .. 'hidden:' .. person), cleared(person)
  return hides + upTo > 0 and epoch .. '.' .. upTo .. '.' .. hides or epoch
end

local function unread(person, read)
  read = math.max(read, cleared(person))
  return after(base .. 'said', read) - after(base .. 'said:' .. person, read)
end

-- The newest entry after the cursor that calls for a person.
local function mention(person, read)
  local newest = tonumber(redis.call('HGET', base .. 'called', person) or 0)
  local all = redis.call('HMGET', meta, 'all', 'allBy', 'allOther')
  -- Nobody is called by oneself.
  local others = all[1]
  if all[2] == person then others = all[3] end
  newest = math.max(newest, tonumber(others or 0))
  return newest > math.max(read, cleared(person)) and newest or 0
end

-- What a member of a group may do.
local function roleOf(person)
  if redis.call('HGET', meta, 'owner') == person then return 'owner' end
  return redis.call('SISMEMBER', base .. 'admins', person) == 1 and 'admin' or 'member'
end

-- The members in the order of joining. Conversations that were made before there was an order get one.
local function places()
  local list = base .. 'places'
  if redis.call('EXISTS', list) == 0 then
    local people = redis.call('HKEYS', base .. 'read')
    table.sort(people)
    for _, person in ipairs(people) do redis.call('ZADD', list, redis.call('HINCRBY', meta, 'places', 1), person) end
  end
  return list
end

-- Makes a person a member, who has had delivered and read what is there.
-- mine: the person's conversations. id: this one.
local function join(person, mine, id)
  local list = places()
  local head = redis.call('HGET', meta, 'head')
  redis.call('HSET', base .. 'read', person, head)
  redis.call('HSET', base .. 'delivered', person, head)
  redis.call('ZADD', list, redis.call('HINCRBY', meta, 'places', 1), person)
  redis.call('SADD', mine, id)
end

-- What a member has set for the conversation.
local settings = { 'pinned', 'muted', 'hidden', 'marked' }
local function settingOf(person, setting)
  return person .. ' ' .. setting
end

-- How many messages there are, recalled ones too.
local function messages()
  return redis.call('STRLEN', base .. 'said') / 4
end

-- Whether somebody may write here, which is a member.
local function mayWrite(person)
  return redis.call('HGET', meta, 'writers') ~= 'admins' or roleOf(person) ~= 'member'
end

-- The other person of a direct conversation.
local function peer(person)
  local pair = redis.call('HMGET', meta, 'a', 'b')
  if not pair[1] then return false end
  return pair[1] == person and pair[2] or pair[1]
end
