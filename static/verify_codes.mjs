// The closed lists that certificates speak in, in the order of their numbers (history/codes.h, history/verdict.h). A code
// never changes its meaning; a number beyond the list is of a certificate that is newer than this page.

export const CLASSES = ['unknown', 'class_1', 'class_2', 'class_3'];
export const COVERAGE = ['recorded', 'none_recorded', 'not_collected'];
export const VERDICTS = ['no_judgement', 'consistent', 'inconsistent'];
export const REASONS = ['none', 'too_few_readings', 'odometer_replaced', 'likely_typing_error', 'digit_error', 'miles_or_kilometres', 'digits_exchanged',
  'lower_same_day', 'lower_reading', 'lower_reading_confirmed', 'implausible_rate', 'copied_reading'];
export const SIGNALS = ['structure', 'flood', 'fire', 'airbag', 'traction_battery', 'drive_unit', 'odometer_replaced'];
export const WORKS = ['maintenance', 'oil', 'filters', 'fluids', 'brakes', 'tyres', 'alignment', 'suspension', 'steering', 'engine', 'timing', 'ignition',
  'fuel', 'cooling', 'exhaust', 'gearbox', 'clutch', 'driveline', 'air_conditioning', 'battery_12v', 'electrical', 'lights', 'wipers', 'glass', 'body',
  'paint', 'structure', 'interior', 'restraints', 'traction_battery', 'drive_motor', 'charging', 'odometer', 'diagnosis', 'cleaning', 'other',
  'intake', 'turbocharger', 'belts', 'mounts', 'aftertreatment', 'gas_fuel', 'wheels', 'tyre_pressure', 'starting',
  'generator', 'assistance', 'programming', 'locks', 'windows', 'sunroof', 'seats', 'audio', 'detailing',
  'protection', 'accessories', 'rescue', 'inspection', 'recall', 'air_brakes'];
export const PARTS = ['oil', 'filter', 'fluid', 'brake', 'tyre', 'suspension', 'steering', 'engine', 'belt', 'ignition', 'fuel', 'cooling', 'exhaust',
  'transmission', 'air_conditioning', 'battery_12v', 'electrical', 'light', 'glass', 'body', 'structure', 'interior', 'airbag', 'seat_belt',
  'traction_battery', 'drive_motor', 'instrument', 'small', 'other',
  'wheel', 'sensor', 'wiper', 'lock', 'charging', 'seat', 'accessory'];
