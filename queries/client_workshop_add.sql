-- A workshop ($2, its code) names a vendor ($1, its public id): 'named', also when it had; 'no_vendor' or 'no_workshop' when there is none.
WITH vendor AS (
    SELECT id FROM client WHERE public_id = $1 AND audience = 'vendor' AND revoked_at IS NULL
), named AS (
    INSERT INTO workshop_vendor (workshop_id, client_id)
    SELECT workshop.id, vendor.id FROM workshop, vendor WHERE workshop.code = $2
    ON CONFLICT (client_id, workshop_id) WHERE ended_at IS NULL DO NOTHING
)
SELECT CASE WHEN NOT EXISTS (SELECT FROM vendor) THEN 'no_vendor'
            WHEN NOT EXISTS (SELECT FROM workshop WHERE code = $2) THEN 'no_workshop' ELSE 'named' END
