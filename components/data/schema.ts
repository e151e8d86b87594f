/** The tables of the lessons. `id` is the rowid; `autoincrement` where a number must never come back after its row was deleted. */
export const schema = `
  create table if not exists articles (id integer primary key, title text not null, summary text not null, place text not null);
  create table if not exists lamps (id integer primary key, lit integer not null default 0);
  create table if not exists items (id integer primary key autoincrement, list text not null, title text not null);
  create table if not exists contacts (id integer primary key autoincrement, name text not null, email text not null, message text not null, sent text not null default current_timestamp);
  create table if not exists notes (id integer primary key, title text not null, changed text not null default current_timestamp);
  create table if not exists notices (id integer primary key autoincrement, message text not null);
  create table if not exists rooms (id text primary key, title text not null, topic text not null);
  create table if not exists messages (id integer primary key autoincrement, room text not null references rooms, author text not null, text text not null, sent text not null default current_timestamp);
  create table if not exists outbox (id integer primary key autoincrement, visitor text not null, name text not null, email text not null, message text not null, status text not null);
  create table if not exists pictures (id text primary key, visitor text not null, name text not null, type text not null, size integer not null, caption text not null);
  create table if not exists users (name text primary key, title text not null, salt text not null, hash text not null);
  create table if not exists calls (id integer primary key autoincrement, function text not null, caller text not null, outcome text not null);
  create index if not exists messages_of_room on messages (room, id);
  create index if not exists pictures_of_visitor on pictures (visitor);
  create index if not exists outbox_of_visitor on outbox (visitor, id);
`
