-- Which budgets did a company set? Grain: one row per entity and month from which it holds. Order: entity, month.
-- Parameters: $company_id.
select
    entity_id,
    first_month,
    cents
from budgets
where company_id = $company_id
order by entity_id, first_month
