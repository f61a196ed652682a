-- Which destination is each class of numbers billed as? Grain: one row per class and kind of call.
select *
from numbering_policy
order by number_class, kind
