from checkups.attendance.urls import urlpatterns as attendance_urls
from checkups.entries import ENTRIES
from checkups.health.urls import urlpatterns as health_urls
from checkups.results.urls import urlpatterns as result_urls
from checkups.rounds.urls import urlpatterns as round_urls
from claims.entries import entry_paths

urlpatterns = [*round_urls, *attendance_urls, *health_urls, *result_urls]
for entry in ENTRIES:
    urlpatterns += entry_paths(entry)
