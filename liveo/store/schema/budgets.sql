-- What a company, or one of its entities, means to spend on calls in a month; calls themselves know nothing of it.

-- Holds from its month until the next row of the same entity; no amount: no budget from then on.
create table budgets (
    company_id bigint not null,
    entity_id bigint not null,        -- 0: the company as a whole
    first_month date not null,        -- its first day
    cents bigint,                     -- a month, before tax
    primary key (company_id, entity_id, first_month)
);
