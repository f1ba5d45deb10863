-- Whether the others are to be told that a person is writing. KEYS: conversation. ARGV: person, the most members.

if redis.call('HEXISTS', base .. 'read', ARGV[1]) == 0 then return 0 end
return redis.call('HLEN', base .. 'read') <= tonumber(ARGV[2]) and mayWrite(ARGV[1]) and 1 or 0
