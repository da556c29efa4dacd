docker compose logs --tail 50
