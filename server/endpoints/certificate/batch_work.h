/*
 * batch_work - works on the lines of batches (certificate_batch): one at a time on each loop
 *
 * A line is begun by moving the time at which it is due, so that whoever is killed over it loses half a
 * minute and nothing else: the certificate is issued under the line's own key, at most once. What cannot be
 * done now is put back; what is refused says why. Drawing and signing run on helper threads, as for programs.
 */
#pragma once

struct service;
struct batch_work;

struct batch_work *batch_work_create(struct service *service);
void batch_work_destroy(struct batch_work *work);
