-- Which views did a person keep? Grain: one row per view. Order: company, name. Parameters: $login.
select
    saved_views.view_id,
    companies.code as company,
    saved_views.name,
    saved_views.address,
    saved_views.at_home
from saved_views
inner join companies on companies.subject_id = saved_views.company_id
where saved_views.login = $login
order by companies.code, lower(saved_views.name), saved_views.view_id
