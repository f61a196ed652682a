-- Who is billed, what they have, and when.

create sequence subject_ids;      -- companies, accounts and resources share it: an id names one subject
create sequence entity_ids;
create sequence activation_ids;

create table companies (
    subject_id bigint primary key,
    code varchar not null unique,
    name varchar not null,
    siren varchar not null, vat_number varchar not null,
    street varchar not null, postcode varchar not null, city varchar not null, country varchar not null,
    billing_mode varchar not null,
    sharing_key varchar not null
);

create table entities (
    entity_id bigint primary key,
    company_id bigint not null,
    code varchar not null,
    name varchar not null,
    head_office boolean not null,
    own_invoice boolean not null,
    vat_regime varchar not null,
    siret varchar not null,
    street varchar not null, postcode varchar not null, city varchar not null, country varchar not null,
    fixed_share decimal(5, 2) not null default 0,   -- per cent of the common charges, under the key fixed_shares
    unique (company_id, code)
);

create table accounts (
    subject_id bigint primary key,
    company_id bigint not null,
    code varchar not null unique,
    name varchar not null,
    extension varchar not null
);

create table resources (
    subject_id bigint primary key,
    company_id bigint not null,
    code varchar not null unique,
    option varchar not null,
    name varchar not null,
    number varchar not null,          -- E.164, empty where there is none
    account_id bigint                 -- the account it is given to, if any
);

create table assignments (
    company_id bigint not null,
    subject_id bigint not null,
    entity_id bigint not null,
    start_day date not null,
    end_day date not null
);

create table activations (
    activation_id bigint primary key,
    company_id bigint not null,
    subject_id bigint not null,
    option varchar not null,
    start_day date not null,
    end_day date not null,
    quantity integer not null
);

-- Which entity each subject belongs to, and when: its own assignments, else those of the account it is given to.
create view subject_entities as
select subject_id, entity_id, start_day, end_day
from assignments
union all
select resources.subject_id, assignments.entity_id, assignments.start_day, assignments.end_day
from resources
inner join assignments on assignments.subject_id = resources.account_id
where resources.subject_id not in (select subject_id from assignments);
