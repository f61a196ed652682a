-- How a dialled number is read, and which destination it is billed in.

create table numbering_plan (
    prefix varchar not null, digits_min integer not null, digits_max integer not null,
    country varchar not null, number_class varchar not null, label varchar not null
);

create table numbering_policy (number_class varchar not null, kind varchar not null, destination varchar not null);
