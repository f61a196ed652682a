-- Who may sign in, and what they see.

create sequence person_ids;

create table people (
    person_id bigint primary key,
    login varchar not null unique,
    name varchar not null,
    role varchar not null
);

-- What a person is given to see, where the role does not see every company. entity_id null: the whole company;
-- subject_id: that account alone.
create table person_scopes (
    person_id bigint not null,
    company_id bigint not null,
    entity_id bigint,
    subject_id bigint
);
