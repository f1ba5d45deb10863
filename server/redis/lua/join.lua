-- Makes a person a member, if there is such a conversation and the person isn't in it.
-- KEYS: conversation, the person's conversations. ARGV: person, conversation.

if redis.call('EXISTS', meta) == 1 and redis.call('HEXISTS', base .. 'read', ARGV[1]) == 0 then
  join(ARGV[1], KEYS[2], ARGV[2])
end
