-- Who is there, and what does each see? Grain: one row per person; the lists are null where nothing limits them.
-- Order: name.
select
    people.person_id,
    people.login,
    people.name,
    people.role,
    list(distinct companies.code order by companies.code) filter (where companies.code is not null) as companies,
    list(distinct entities.code order by entities.code) filter (where entities.code is not null) as entities,
    list(distinct person_scopes.subject_id order by person_scopes.subject_id)
        filter (where person_scopes.subject_id is not null) as subject_ids
from people
left join person_scopes on person_scopes.person_id = people.person_id
left join companies on companies.subject_id = person_scopes.company_id
left join entities on entities.entity_id = person_scopes.entity_id
group by all
order by people.name
