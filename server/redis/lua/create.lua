-- Makes a group and tells its people, unless this person made it under that id before.
-- KEYS: the conversation that would be made, the ids that the person has used, people, the groups that the person has
-- made, the conversations of the person, those of each other one.
-- ARGV: see append.lua; then its id, the id of the command, title, title as JSON, epoch, the start of the names of
-- persons' channels, the most groups of one person, the most members, the most conversations; and the other people.
-- Gives 'made', its id and whether it was made; or 'refused' and why.

local group, id, title, text, epoch, persons, groups, most, conversations = unpack(ARGV, 6, 14)
local known = redis.call('HGET', KEYS[4], id)
if known then return { 'made', known, 0 } end
if redis.call('HEXISTS', used, id) == 1 then return refused('idTaken') end
local others, all, lists = {}, { person }, { KEYS[5] }
for i = 15, #ARGV do
  others[#others + 1] = ARGV[i]
  all[#all + 1] = ARGV[i]
  lists[#lists + 1] = KEYS[i - 9]
end
local people = named(others)
if not people then return refused('noPerson') end
if redis.call('HLEN', KEYS[4]) >= tonumber(groups) then return refused('tooManyGroups') end
if #all > tonumber(most) then return refused('tooManyMembers') end
if busy(lists, conversations) then return refused('tooManyConversations') end

redis.call('HSET', KEYS[4], id, group)
redis.call('HSET', meta, 'kind', 'group', 'title', title, 'epoch', epoch, 'head', 0, 'owner', person)
local rest = '"type":"change","id":' .. cjson.encode(id) .. ',"change":"created","title":' .. text
  .. ',"members":' .. #all
if #others > 0 then rest = rest .. ',"people":' .. people end
append('c', id, rest, '')
for i, member in ipairs(all) do
  join(member, lists[i], group)
  tell(persons .. member, origin, 'o', group)
end
return { 'made', group, 1 }
