-- Which schema this is. Every file of this folder is run when a base is made, in the order of their names.
-- Periods are half-open [start, end); an end that is not known yet is 9999-12-31.

create table schema_version (version integer not null);
