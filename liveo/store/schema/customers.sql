-- Who is billed, what they have, and when.

create sequence subject_ids;      -- companies, accounts and resources share it: an id names one subject
create sequence entity_ids;
create sequence activation_ids;

create table companies (
    subject_id bigint primary key,
    code varchar not null unique,
    name varchar not null,
    siren varchar not null, vat_number varchar not null,
    street varchar not null, postcode varchar not null, city varchar not null, country varchar not null
);

-- How each company is billed from a month on. Grain: one row per company and first month; the first is 0001-01-01.
create table divisions (
    company_id bigint not null,
    since date not null,              -- the first day of a month
    billing_mode varchar not null,
    sharing_key varchar not null,
    own_invoices bigint[] not null,   -- entities with their own invoice in the mode mixed, rising
    fixed_shares struct(entity_id bigint, share decimal(5, 2))[] not null,   -- per cent of the common charges, rising
    unique (company_id, since)
);

create table entities (
    entity_id bigint primary key,
    company_id bigint not null,
    code varchar not null,
    name varchar not null,
    head_office boolean not null,
    vat_regime varchar not null,
    siret varchar not null,
    street varchar not null, postcode varchar not null, city varchar not null, country varchar not null,
    contact varchar not null,         -- the e-mail address that its invoices go to, or empty
    start_day date not null, end_day date not null,   -- when it is there
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
