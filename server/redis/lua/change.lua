-- Changes a group, if this person may, and tells all nodes: what was changed, and who is and who is no member now.
-- KEYS: conversation, the ids that the person has used, people, the conversations of each of those it is about.
-- ARGV: see append.lua; then the conversation, the id of the command, the change, the role, the title, the announcement
-- or who may write, the same as JSON, the start of the names of persons' channels, the most members, the most conversations; and the people it is
-- about: of 'left', the one who leaves.
-- Gives 'stored', the place and the event; or what write.lua gives for what was not.

local group, id, change, role, title, text, persons, most, conversations = unpack(ARGV, 6, 14)
local ranks = { member = 0, admin = 1, owner = 2 }
local read = base .. 'read'
local people, lists, there = {}, {}, {}
for i = 15, #ARGV do
  local k = #people + 1
  people[k], lists[k], there[k] = ARGV[i], KEYS[i - 11], redis.call('HEXISTS', read, ARGV[i]) == 1
end

-- Those whom it is about, and who are members, or are none; with their lists.
local function which(isMember)
  local found, theirs = {}, {}
  for i, other in ipairs(people) do
    if there[i] == isMember then
      found[#found + 1] = other
      theirs[#theirs + 1] = lists[i]
    end
  end
  return found, theirs
end

local function store(details, more)
  local members = redis.call('HLEN', read) + (more or 0)
  local rest = '"type":"change","id":' .. cjson.encode(id) .. ',"change":"' .. change .. '"' .. details
    .. ',"members":' .. members
  local seq, _, told = append('c', id, rest, '')
  return { 'stored', seq, told }
end

-- Told before what comes next in the log, so that it goes to nobody who has left. The person's own channel has it too:
-- there it is in order with being added.
local function part(gone, theirs)
  local text = (redis.call('HGET', meta, 'head') + 1) .. ' ' .. group .. ' ' .. table.concat(gone, ' ')
  places()
  for i, other in ipairs(gone) do
    redis.call('HDEL', read, other)
    redis.call('HDEL', base .. 'delivered', other)
    redis.call('ZREM', base .. 'places', other)
    redis.call('SREM', base .. 'admins', other)
    for _, setting in ipairs(settings) do redis.call('HDEL', base .. 'own', settingOf(other, setting)) end
    redis.call('SREM', theirs[i], group)
    tell(persons .. other, origin, 'l', text)
  end
  tell(channel, origin, 'l', text)
end

local function setOwner(other)
  redis.call('HSET', meta, 'owner', other)
  redis.call('SREM', base .. 'admins', other)
end

local function add()
  local added, theirs = which(false)
  if not named(people) then return refused('noPerson') end
  if #added == 0 then return refused('unchanged') end
  if redis.call('HLEN', read) + #added > tonumber(most) then return refused('tooManyMembers') end
  if busy(theirs, conversations) then return refused('tooManyConversations') end
  local stored = store(',"people":' .. named(added), #added)
  for i, other in ipairs(added) do
    join(other, theirs[i], group)
    tell(persons .. other, origin, 'j', stored[2] .. ' ' .. group .. ' ' .. other)
  end
  return stored
end

local function remove(own)
  local gone, theirs = which(true)
  if own == 'member' then return refused('notAllowed') end
  for _, other in ipairs(gone) do
    if ranks[roleOf(other)] >= ranks[own] then return refused('notAllowed') end
  end
  if #gone == 0 then return refused('unchanged') end
  part(gone, theirs)
  return store(',"people":' .. named(gone))
end

-- Who has been an admin, or else a member, for the longest time.
local function nextOwner()
  local first, place
  for _, admin in ipairs(redis.call('SMEMBERS', base .. 'admins')) do
    local found = tonumber(redis.call('ZSCORE', base .. 'places', admin))
    if not place or found < place then first, place = admin, found end
  end
  return first or redis.call('ZRANGE', base .. 'places', 0, 0)[1]
end

local function leave(own)
  part({ person }, { lists[1] })
  if own ~= 'owner' then return store('') end
  local other = nextOwner()
  if not other then
    redis.call('HDEL', meta, 'owner')
    return store('')
  end
  setOwner(other)
  return store(',"people":' .. named({ other }) .. ',"role":"owner"')
end

local function setRole(own)
  if own ~= 'owner' then return refused('notAllowed') end
  if #which(false) > 0 then return refused('noMember') end
  local others = {}
  for _, other in ipairs(people) do
    if other == person then return refused('notAllowed') end
    if roleOf(other) ~= role then others[#others + 1] = other end
  end
  if #others == 0 then return refused('unchanged') end
  if role == 'owner' then
    setOwner(others[1])
    redis.call('SADD', base .. 'admins', person)
  else
    redis.call(role == 'admin' and 'SADD' or 'SREM', base .. 'admins', unpack(others))
  end
  return store(',"people":' .. named(others) .. ',"role":"' .. role .. '"')
end

-- The title, the announcement, or who may write; `name` is what the entry calls it, and `usual` is not kept.
local function put(own, field, name, usual)
  if own == 'member' then return refused('notAllowed') end
  if (redis.call('HGET', meta, field) or usual) == title then return refused('unchanged') end
  if title == usual then redis.call('HDEL', meta, field) else redis.call('HSET', meta, field, title) end
  return store(',"' .. name .. '":' .. text)
end

local before = earlier(id)
if before then return before end
if redis.call('HGET', meta, 'kind') ~= 'group' then return refused('notAllowed') end
local own = roleOf(person)
if change == 'added' then return add() end
if change == 'removed' then return remove(own) end
if change == 'left' then return leave(own) end
if change == 'role' then return setRole(own) end
if change == 'announcement' then return put(own, 'announcement', 'text', '') end
if change == 'writers' then return put(own, 'writers', 'writers', 'all') end
return put(own, 'title', 'title')
