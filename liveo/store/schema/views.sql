-- Ways of looking at consumption that people keep for themselves.

create sequence saved_view_ids;

-- What a person chose on the page, under a name of theirs; never a month: it follows the one in view.
create table saved_views (
    view_id bigint primary key,
    login varchar not null,
    company_id bigint not null,
    name varchar not null,
    address varchar not null,         -- JSON: the parameters of the page's address, each with its texts
    at_home boolean not null          -- shown on the home page; one for each person at most
);
